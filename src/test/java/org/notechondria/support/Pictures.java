package org.notechondria.support;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures for tests, good and bad, made on the spot. */
public final class Pictures {

    private Pictures() {
    }

    /** Red on the left, blue on the right; the upper half see-through when {@code alpha}. */
    public static BufferedImage drawn(int width, int height, boolean alpha) {
        BufferedImage image = new BufferedImage(width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        int from = alpha ? height / 2 : 0;
        canvas.setColor(Color.RED);
        canvas.fillRect(0, from, width / 2, height - from);
        canvas.setColor(Color.BLUE);
        canvas.fillRect(width / 2, from, width - width / 2, height - from);
        canvas.dispose();
        return image;
    }

    public static byte[] png(int width, int height, boolean alpha) {
        return written(drawn(width, height, alpha), "png");
    }

    public static byte[] jpeg(int width, int height) {
        return written(drawn(width, height, false), "jpeg");
    }

    /** A JPEG: red, blue, green and white from the upper left to the lower right. */
    public static byte[] inFourColours(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        Color[] colours = {Color.RED, Color.BLUE, Color.GREEN, Color.WHITE};
        for (int i = 0; i < colours.length; i++) {
            canvas.setColor(colours[i]);
            canvas.fillRect(i % 2 * width / 2, i / 2 * height / 2, width / 2, height / 2);
        }
        canvas.dispose();
        return written(image, "jpeg");
    }

    /** The JPEG with an Exif segment of one field in front. */
    public static byte[] withOrientation(int orientation, byte[] jpeg) {
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + 36);
        file.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) 34).put("Exif\0\0II*\0".getBytes(StandardCharsets.ISO_8859_1));
        file.order(ByteOrder.LITTLE_ENDIAN).putInt(8).putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(orientation).putInt(0);
        return file.put(jpeg, 2, jpeg.length - 2).array();
    }

    /** A JPEG of several scans. */
    public static byte[] progressive(int width, int height) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(out);
            writer.write(null, new IIOImage(drawn(width, height, false), null, null), param);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The JPEG with these bytes before its first segment. */
    public static byte[] withInFront(byte[] jpeg, int... more) {
        return with(jpeg, 2, more);
    }

    /** The JPEG with these bytes before its first scan. */
    public static byte[] withBeforeItsScan(byte[] jpeg, int... more) {
        return with(jpeg, firstScan(jpeg), more);
    }

    private static byte[] with(byte[] jpeg, int at, int... more) {
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + more.length).put(jpeg, 0, at);
        for (int one : more) {
            file.put((byte) one);
        }
        return file.put(jpeg, at, jpeg.length - at).array();
    }

    /** The JPEG whose first scan says that it has so many colours. */
    public static byte[] withColoursInTheScan(byte[] jpeg, int colours) {
        byte[] file = jpeg.clone();
        file[firstScan(file) + 4] = (byte) colours;
        return file;
    }

    private static int firstScan(byte[] jpeg) {
        int scan = 2;
        while ((jpeg[scan] & 0xFF) != 0xFF || (jpeg[scan + 1] & 0xFF) != 0xDA) {
            scan++;
        }
        return scan;
    }

    /** The last scan of a JPEG is there so many times more. */
    public static byte[] lastScanRepeated(byte[] jpeg, int times) {
        int scan = jpeg.length - 2;
        while ((jpeg[scan] & 0xFF) != 0xFF || (jpeg[scan + 1] & 0xFF) != 0xDA) {
            scan--;
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < times; i++) {
            file.write(jpeg, scan, jpeg.length - 2 - scan);
        }
        file.write(jpeg, jpeg.length - 2, 2);
        return file.toByteArray();
    }

    /** One pixel, lossy. */
    public static byte[] webp() {
        return Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
    }

    /** One pixel, lossless, see-through. */
    public static byte[] webpWithAlpha() {
        return Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
    }

    /** The lossy pixel, whose header claims this size. */
    public static byte[] webpThatClaims(int width, int height) {
        byte[] file = webp();
        file[26] = (byte) width;
        file[27] = (byte) (width >> 8);
        file[28] = (byte) height;
        file[29] = (byte) (height >> 8);
        return file;
    }

    /** A small file whose header claims this size. */
    public static byte[] pngThatClaims(int width, int height) {
        byte[] file = png(1, 1, false);
        ByteBuffer.wrap(file).putInt(16, width).putInt(20, height);
        CRC32 sum = new CRC32();
        sum.update(file, 12, 17);
        ByteBuffer.wrap(file).putInt(29, (int) sum.getValue());
        return file;
    }

    public static BufferedImage read(byte[] picture) {
        try {
            return ImageIO.read(new ByteArrayInputStream(picture));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public static byte[] written(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
