package org.notechondria.support;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

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
