package org.notechondria.settings;

import java.awt.image.BufferedImage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a JPEG says of itself before its pixels are unpacked. Read here and not by a library, for of all that Exif holds one number is wanted, and
 * a reader of all of it can be made to keep five thousand copies of its segment.
 *
 * @param heldWhole    its reader holds all of it at once, at up to six bytes a pixel: whatever is not plainly one scan of all colours, one line after the other
 * @param scans        how often all of its pixels are gone through; a small file can ask for thousands, and for minutes
 * @param orientation  Exif's, 1 to 8: how the camera was held; 1 when it does not say
 */
record JpegFile(boolean heldWhole, int scans, int orientation) {
    private static final int UPRIGHT = 1;
    private static final int LAST = 8;
    /** From here on, rows are columns. */
    private static final int FIRST_ON_ITS_SIDE = 5;
    private static final int START_OF_SCAN = 0xDA;
    private static final int BASELINE = 0xC0;
    private static final int EXTENDED = 0xC1;
    /** Where a frame says how many colours it has; a scan does so at its first byte. */
    private static final int COLOURS_OF_FRAME = 5;
    private static final int APPLICATION_1 = 0xE1;
    private static final String EXIF = "Exif\0\0";
    private static final int ORIENTATION = 0x0112;
    private static final int FIELD_BYTES = 12;

    static JpegFile of(byte[] file) {
        boolean oneScan = false;
        int colours = 0;
        int orientation = UPRIGHT;
        ByteBuffer header = ByteBuffer.wrap(file, 2, file.length - 2);
        while (header.remaining() >= 4 && (header.get() & 0xFF) == 0xFF) {
            int marker = header.get() & 0xFF;
            int length = (header.getShort() & 0xFFFF) - 2;
            if (length < 0 || length > header.remaining()) {
                break; // damaged, or written to be read otherwise than here
            }
            int at = header.position();
            if (marker == START_OF_SCAN) {
                oneScan = colours > 0 && length > 0 && header.get(at) == colours;
                break;
            }
            if ((marker == BASELINE || marker == EXTENDED) && length > COLOURS_OF_FRAME) {
                colours = header.get(at + COLOURS_OF_FRAME);
            } else if (marker == APPLICATION_1 && orientation == UPRIGHT) {
                orientation = orientationIn(header.slice(at, length));
            }
            header.position(at + length);
        }
        return new JpegFile(!oneScan, scansIn(file), orientation);
    }

    /** Between two markers these two bytes do not occur; a thumbnail in front of the picture may add its own. */
    private static int scansIn(byte[] file) {
        int scans = 0;
        for (int i = 1; i < file.length; i++) {
            if ((file[i - 1] & 0xFF) == 0xFF && (file[i] & 0xFF) == START_OF_SCAN) {
                scans++;
            }
        }
        return scans;
    }

    /** The first directory of Exif's TIFF. What is damaged says nothing: the picture may be whole. */
    private static int orientationIn(ByteBuffer segment) {
        try {
            byte[] name = new byte[EXIF.length()];
            segment.get(name);
            if (!EXIF.equals(new String(name, StandardCharsets.ISO_8859_1))) {
                return UPRIGHT;
            }
            ByteBuffer tiff = segment.slice();
            tiff.order(tiff.getShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN).getShort();
            tiff.position(tiff.getInt());
            for (int fields = tiff.getShort() & 0xFFFF; fields > 0; fields--) {
                int at = tiff.position();
                if ((tiff.getShort() & 0xFFFF) == ORIENTATION) {
                    int said = tiff.getShort(at + 8) & 0xFFFF;
                    return said <= LAST ? Math.max(UPRIGHT, said) : UPRIGHT;
                }
                tiff.position(at + FIELD_BYTES);
            }
            return UPRIGHT;
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException damaged) {
            return UPRIGHT;
        }
    }

    /** The picture as the camera saw it. */
    BufferedImage upright(BufferedImage lying) {
        if (orientation == UPRIGHT) {
            return lying;
        }
        int right = lying.getWidth() - 1;
        int bottom = lying.getHeight() - 1;
        boolean onItsSide = orientation >= FIRST_ON_ITS_SIDE;
        BufferedImage upright = new BufferedImage(onItsSide ? bottom + 1 : right + 1, onItsSide ? right + 1 : bottom + 1, lying.getType());
        for (int y = 0; y < upright.getHeight(); y++) {
            for (int x = 0; x < upright.getWidth(); x++) {
                upright.setRGB(x, y, switch (orientation) {
                    case 2 -> lying.getRGB(right - x, y);
                    case 3 -> lying.getRGB(right - x, bottom - y);
                    case 4 -> lying.getRGB(x, bottom - y);
                    case 5 -> lying.getRGB(y, x);
                    case 6 -> lying.getRGB(y, bottom - x);
                    case 7 -> lying.getRGB(right - y, bottom - x);
                    default -> lying.getRGB(right - y, x);
                });
            }
        }
        return upright;
    }
}
