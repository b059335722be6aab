package org.notechondria.settings;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import jakarta.enterprise.context.ApplicationScoped;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Turns what a person sent into a {@link Picture}: known by its bytes, measured before it is unpacked, made small, and written anew, so
 * that nothing of the file but its pixels is kept (no place where a photo was taken, no script). Thread-safe.
 */
@ApplicationScoped
public class PictureReading {
    private static final int AT_ONCE = 2;
    private static final int LONGER_SIDE = 512;
    /** The readers hold whole rows, however few of their pixels are kept. */
    private static final int LONGEST_SIDE = 30_000;
    private static final float JPEG_QUALITY = 0.88f;
    /** Encoders make some ten; each may cost as much time as all the pixels. */
    private static final int MOST_SCANS = 50;

    /** A picture takes many times its file's size while it is unpacked: whoever is told to come back costs less than one who waits. */
    final Semaphore turns = new Semaphore(AT_ONCE);

    /** The three that are read and no others, whatever the server's image library could read besides. */
    private enum Kind {
        PNG("png", 50, 1),
        JPEG("jpeg", 50, 1),
        /** Their readers hold every pixel, where the others hold the pixels that are kept: smaller ones, and one at a time. */
        JPEG_HELD_WHOLE("jpeg", 16, AT_ONCE),
        WEBP("webp", 16, AT_ONCE);

        private final String format;
        private final int megapixels;
        private final int turns;

        Kind(String format, int megapixels, int turns) {
            this.format = format;
            this.megapixels = megapixels;
            this.turns = turns;
        }

        static Kind of(byte[] sent) throws NotAPicture {
            String head = new String(sent, 0, Math.min(sent.length, 12), StandardCharsets.ISO_8859_1);
            if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
                return PNG;
            }
            if (head.startsWith("\u00ff\u00d8\u00ff")) {
                return JPEG;
            }
            if (head.startsWith("RIFF") && head.endsWith("WEBP")) {
                return WEBP;
            }
            throw new NotAPicture("Upload a PNG, JPEG or WebP picture.");
        }

        ImageReader reader() throws IOException {
            return this == WEBP ? new WebPImageReaderSpi().createReaderInstance(null) // the registry does not look into a WAR
                    : ImageIO.getImageReadersByFormatName(format).next();
        }
    }

    /** @throws org.notechondria.problem.Problem 503 when others are being read already */
    Picture read(byte[] sent) throws NotAPicture {
        Kind found = Kind.of(sent);
        Optional<JpegFile> jpeg = found == Kind.JPEG ? Optional.of(JpegFile.of(sent)) : Optional.empty();
        Kind kind = jpeg.filter(JpegFile::heldWhole).isPresent() ? Kind.JPEG_HELD_WHOLE : found;
        if (jpeg.filter(file -> file.scans() > MOST_SCANS).isPresent()) {
            throw new NotAPicture("The picture has too many scans.");
        }
        if (!turns.tryAcquire(kind.turns)) {
            throw SettingsProblems.busy();
        }
        try {
            BufferedImage small = reduced(pixels(sent, kind));
            return written(jpeg.map(file -> file.upright(small)).orElse(small));
        } catch (IOException | RuntimeException broken) { // the readers throw whatever a broken file leads them to
            throw new NotAPicture("The picture can't be read; it may be damaged.");
        } finally {
            turns.release(kind.turns);
        }
    }

    private static BufferedImage pixels(byte[] sent, Kind kind) throws IOException, NotAPicture {
        ImageReader reader = kind.reader();
        try {
            reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(sent)), true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > kind.megapixels * 1_000_000L) {
                throw new NotAPicture("The picture has more than " + kind.megapixels + " megapixels.");
            }
            if (Math.max(width, height) > LONGEST_SIDE) {
                throw new NotAPicture("A side of the picture has more than " + LONGEST_SIDE + " pixels.");
            }
            ImageReadParam param = reader.getDefaultReadParam();
            int step = Math.max(1, Math.max(width, height) / (2 * LONGER_SIDE)); // of a huge picture only every step-th pixel is ever held
            param.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, param);
        } finally {
            reader.dispose();
        }
    }

    /** Halved until one step is left, so that every pixel counts and thin lines stay. */
    private static BufferedImage reduced(BufferedImage image) {
        int longer = Math.max(image.getWidth(), image.getHeight());
        double scale = Math.min(1, (double) LONGER_SIDE / longer);
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        BufferedImage smaller = image;
        while (Math.max(smaller.getWidth(), smaller.getHeight()) >= 2 * LONGER_SIDE) {
            smaller = drawn(smaller, Math.max(width, smaller.getWidth() / 2), Math.max(height, smaller.getHeight() / 2));
        }
        return drawn(smaller, width, height);
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height) {
        boolean alpha = image.getColorModel().hasAlpha();
        BufferedImage fresh = new BufferedImage(width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = fresh.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            canvas.drawImage(image, 0, 0, width, height, null);
        } finally {
            canvas.dispose();
        }
        return fresh;
    }

    private static Picture written(BufferedImage image) throws IOException {
        boolean png = image.getColorModel().hasAlpha(); // JPEG has none
        ImageWriter writer = ImageIO.getImageWritersByFormatName(png ? "png" : "jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (!png) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(JPEG_QUALITY);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return new Picture(png ? "image/png" : "image/jpeg", bytes.toByteArray());
    }
}
