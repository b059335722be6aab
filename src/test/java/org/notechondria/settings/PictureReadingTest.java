package org.notechondria.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.notechondria.problem.Problem;
import org.notechondria.support.Pictures;

class PictureReadingTest {
    private final PictureReading pictures = new PictureReading();

    @Test
    void a_picture_is_made_small_and_keeps_its_shape() throws Exception {
        BufferedImage small = Pictures.read(pictures.read(Pictures.jpeg(3000, 1500)).content());
        assertThat(small.getWidth()).isEqualTo(512);
        assertThat(small.getHeight()).isEqualTo(256);
        assertThat(new Color(small.getRGB(100, 100)).getRed()).isGreaterThan(240);
        assertThat(new Color(small.getRGB(400, 100)).getBlue()).isGreaterThan(240);
    }

    @Test
    void a_small_picture_keeps_its_size_and_a_line_keeps_a_pixel() throws Exception {
        assertThat(Pictures.read(pictures.read(Pictures.png(40, 30, false)).content()).getWidth()).isEqualTo(40);
        BufferedImage line = Pictures.read(pictures.read(Pictures.png(4000, 1, false)).content());
        assertThat(line.getWidth()).isEqualTo(512);
        assertThat(line.getHeight()).isEqualTo(1);
    }

    @Test
    void what_is_see_through_stays_so_and_the_rest_becomes_jpeg() throws Exception {
        Picture clear = pictures.read(Pictures.png(1300, 1300, true));
        assertThat(clear.mediaType()).isEqualTo("image/png");
        assertThat(Pictures.read(clear.content()).getRGB(100, 100) >>> 24).isZero();
        assertThat(Pictures.read(clear.content()).getRGB(100, 400)).isEqualTo(Color.RED.getRGB());
        assertThat(pictures.read(Pictures.png(10, 10, false)).mediaType()).isEqualTo("image/jpeg");
        assertThat(pictures.read(Pictures.webp()).mediaType()).isEqualTo("image/jpeg");
        assertThat(pictures.read(Pictures.webpWithAlpha()).mediaType()).isEqualTo("image/png");
    }

    @Test
    void what_a_file_says_beside_its_pixels_is_not_kept() throws Exception {
        byte[] jpeg = Pictures.jpeg(20, 20);
        byte[] comment = "\u00ff\u00fe\u0000\u0010<script>where".getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(jpeg, 0, 2);
        file.write(comment, 0, 18 - 1);
        file.write(0);
        file.write(jpeg, 2, jpeg.length - 2);
        file.write("<html>behind the picture".getBytes(StandardCharsets.US_ASCII));
        String kept = new String(pictures.read(file.toByteArray()).content(), StandardCharsets.ISO_8859_1);
        assertThat(kept).doesNotContain("script").doesNotContain("html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><script>alert(1)</script></html>", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "GIF89a\u0001\u0000\u0001\u0000", "BM000000000000", "\u0089PNG\r\n\u001a\n",
        "\u00ff\u00d8\u00ff", "RIFF0000WEBP", "RIFF0000WEBPVP8 0000"})
    void what_is_no_picture_is_told_so(String file) {
        assertThatThrownBy(() -> pictures.read(file.getBytes(StandardCharsets.ISO_8859_1))).isInstanceOf(NotAPicture.class);
    }

    /** Red, blue, green and white from the upper left to the lower right, as Exif's eight orientations show them. */
    @ParameterizedTest
    @CsvSource({"1, red blue green white", "2, blue red white green", "3, white green blue red", "4, green white red blue", "5, red green blue white", "6, green red white blue",
        "7, white blue green red", "8, blue white red green", "0, red blue green white", "9, red blue green white"})
    void a_photo_is_turned_as_its_camera_was_held(int orientation, String corners) throws Exception {
        BufferedImage image = Pictures.read(pictures.read(Pictures.withOrientation(orientation, Pictures.inFourColours(120, 60))).content());
        boolean onItsSide = orientation >= 5 && orientation <= 8;
        assertThat(image.getWidth()).isEqualTo(onItsSide ? 60 : 120);
        assertThat(image.getHeight()).isEqualTo(onItsSide ? 120 : 60);
        int right = image.getWidth() - 10;
        int bottom = image.getHeight() - 10;
        assertThat(String.join(" ", name(image.getRGB(10, 10)), name(image.getRGB(right, 10)), name(image.getRGB(10, bottom)), name(image.getRGB(right, bottom)))).isEqualTo(corners);
    }

    private static String name(int rgb) {
        Color colour = new Color(rgb);
        boolean red = colour.getRed() > 150;
        return red && colour.getGreen() > 150 ? "white" : red ? "red" : colour.getGreen() > 150 ? "green" : "blue";
    }

    @Test
    void damaged_exif_damages_no_picture() throws Exception {
        byte[] photo = Pictures.withOrientation(6, Pictures.inFourColours(120, 60));
        for (int i = 6; i < 38; i++) {
            byte[] damaged = photo.clone();
            damaged[i] = (byte) 0xFF;
            assertThat(pictures.read(damaged).mediaType()).as("byte %s", i).isEqualTo("image/jpeg");
        }
    }

    /** 200 KB of them cost a core 13 seconds, 2 MiB half an hour. */
    @Test
    void A04_a_picture_that_repeats_its_last_scan_a_hundred_times_is_refused_before_it_is_read() {
        byte[] progressive = Pictures.progressive(300, 300);
        assertThatCode(() -> pictures.read(progressive)).doesNotThrowAnyException();
        assertThatThrownBy(() -> pictures.read(Pictures.lastScanRepeated(progressive, 100))).isInstanceOf(NotAPicture.class).hasMessage("The picture has too many scans.");
    }

    /** Their reader keeps all of them in memory that no heap bounds, whatever they say in front of that. */
    @Test
    void A04_a_jpeg_that_is_held_whole_may_have_sixteen_megapixels() {
        byte[] progressive = Pictures.progressive(4001, 4000);
        byte[] oneScan = Pictures.jpeg(4001, 4000);
        for (byte[] large : List.of(progressive, Pictures.withInFront(progressive, 0xFF), Pictures.withInFront(oneScan, 0xFF))) {
            assertThatThrownBy(() -> pictures.read(large)).isInstanceOf(NotAPicture.class).hasMessage("The picture has more than 16 megapixels.");
        }
        assertThat(JpegFile.of(Pictures.withColoursInTheScan(oneScan, 1)).heldWhole()).as("a scan for each colour").isTrue();
        assertThatCode(() -> pictures.read(Pictures.withBeforeItsScan(oneScan, 0xFF, 0xDD, 0, 4, 0, 0))).as("with a restart interval, as cameras write it").doesNotThrowAnyException();
        assertThatCode(() -> pictures.read(Pictures.withInFront(Pictures.jpeg(400, 400), 0xFF))).doesNotThrowAnyException();
    }

    @Test
    void half_a_picture_is_none() {
        byte[] png = Pictures.png(600, 600, true);
        assertThatThrownBy(() -> pictures.read(Arrays.copyOf(png, png.length / 2))).isInstanceOf(NotAPicture.class);
    }

    /** However few of their pixels are kept, three whole rows are held while it is read. */
    @Test
    void A04_a_side_has_30000_pixels_at_most() {
        assertThatThrownBy(() -> pictures.read(Pictures.pngThatClaims(30_001, 2))).isInstanceOf(NotAPicture.class).hasMessage("A side of the picture has more than 30000 pixels.");
        assertThatThrownBy(() -> pictures.read(Pictures.pngThatClaims(2, 30_001))).isInstanceOf(NotAPicture.class).hasMessageContaining("A side");
    }

    @Test
    void a_file_that_unpacks_to_more_than_50_megapixels_is_refused_by_its_header() {
        assertThatThrownBy(() -> pictures.read(Pictures.pngThatClaims(100_000, 100_000))).isInstanceOf(NotAPicture.class).hasMessage("The picture has more than 50 megapixels.");
        assertThatThrownBy(() -> pictures.read(Pictures.pngThatClaims(10_000, 5_001))).isInstanceOf(NotAPicture.class).hasMessageContaining("megapixels");
        assertThatThrownBy(() -> pictures.read(Pictures.webpThatClaims(4_000, 4_001))).isInstanceOf(NotAPicture.class).hasMessage("The picture has more than 16 megapixels.");
    }

    @Test
    void a_third_is_told_to_come_back_while_two_are_read_and_one_whose_pixels_are_all_held_is_read_alone() {
        List<byte[]> light = List.of(Pictures.png(20, 20, false), Pictures.jpeg(20, 20));
        List<byte[]> heldWhole = List.of(Pictures.progressive(20, 20), Pictures.webp());
        assertThat(pictures.turns.tryAcquire()).as("one is being read").isTrue();
        assertThat(light).allSatisfy(picture -> assertThatCode(() -> pictures.read(picture)).doesNotThrowAnyException());
        assertThat(heldWhole).allSatisfy(this::assertToldToComeBack);
        assertThat(pictures.turns.tryAcquire()).as("two are").isTrue();
        assertThat(light).allSatisfy(this::assertToldToComeBack);
        assertThat(heldWhole).allSatisfy(this::assertToldToComeBack);
        pictures.turns.release(2);
        assertThat(heldWhole).allSatisfy(picture -> assertThatCode(() -> pictures.read(picture)).doesNotThrowAnyException());
    }

    private void assertToldToComeBack(byte[] picture) {
        Problem busy = catchThrowableOfType(Problem.class, () -> pictures.read(picture));
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.headers()).containsKey("Retry-After");
    }

    @Test
    void of_twelve_at_once_each_is_read_or_told_to_come_back_and_every_turn_is_given_back() throws Exception {
        byte[] slow = Pictures.png(3000, 3000, true);
        CyclicBarrier start = new CyclicBarrier(12);
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(12);
        for (int i = 0; i < 12; i++) {
            threads.submit(() -> {
                start.await(20, TimeUnit.SECONDS);
                try {
                    pictures.read(slow);
                    return read.incrementAndGet();
                } catch (Problem busy) {
                    assertThat(busy.status()).isEqualTo(503);
                    assertThat(busy.headers()).containsKey("Retry-After");
                    return refused.incrementAndGet();
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(read.get() + refused.get()).isEqualTo(12);
        assertThat(read.get()).isPositive();
        assertThat(refused.get()).isPositive();
        assertThat(pictures.turns.availablePermits()).isEqualTo(2);
    }

    @Test
    void a_large_picture_within_the_limit_is_read() throws Exception {
        BufferedImage huge = new BufferedImage(7000, 7000, BufferedImage.TYPE_BYTE_BINARY);
        assertThat(Pictures.read(pictures.read(Pictures.written(huge, "png")).content()).getWidth()).isEqualTo(512);
    }
}
