package org.notechondria.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who waits in front of strangers' places, for how long, and who is next. What the server does with it is tried over HTTP ({@code A05}). */
class LineTest {
    private static final int LOOKS_OF_TWO_SECONDS = 20;
    private static final int LONGEST = 500;
    private final Semaphore all = new Semaphore(128);
    private final Line line = new Line(all);

    @Test
    void a_place_that_is_left_goes_to_who_waits_longest() {
        int places = takeAllPlaces();
        List<Stranger> waiting = List.of(join(), join(), join());
        assertThat(waiting).noneMatch(one -> one.passedOn);
        line.leavePlace();
        assertThat(waiting).extracting(one -> one.passedOn).containsExactly(true, false, false);
        waiting.get(0).end();
        assertThat(waiting).extracting(one -> one.passedOn).containsExactly(true, true, false);
        assertThat(line.takePlace()).as("nobody overtakes who waits").isFalse();
        assertThat(places).isPositive();
    }

    @Test
    void every_place_comes_back_also_from_those_who_waited() {
        int places = takeAllPlaces();
        Stranger waiting = join();
        IntStream.range(0, places).forEach(i -> line.leavePlace());
        waiting.end();
        assertThat(takeAllPlaces()).isEqualTo(places);
        assertThat(all.availablePermits()).isEqualTo(128);
        assertThat(waiting.left).isEqualTo(1);
    }

    @Test
    void two_seconds_are_enough_and_whoever_waited_them_is_told_to_come_back() {
        takeAllPlaces();
        Stranger first = join();
        line.look();
        Stranger second = join();
        IntStream.range(0, LOOKS_OF_TWO_SECONDS).forEach(i -> line.look());
        assertThat(first.status).isEqualTo(503);
        assertThat(first.left).isEqualTo(1);
        assertThat(second.status).isZero();
        line.look();
        assertThat(second.status).isEqualTo(503);
    }

    @Test
    void one_more_than_five_hundred_is_refused_at_once() {
        takeAllPlaces();
        List<Stranger> waiting = IntStream.range(0, LONGEST).mapToObj(i -> join()).toList();
        assertThat(join().status).isEqualTo(503);
        assertThat(waiting).allMatch(one -> one.status == 0);
    }

    @Test
    void whose_turn_it_is_while_the_API_is_full_is_refused_and_the_place_goes_on() {
        takeAllPlaces();
        List<Stranger> waiting = List.of(join(), join());
        all.drainPermits();
        line.leavePlace();
        assertThat(waiting).allMatch(one -> one.status == 503 && one.left == 1);
        assertThat(line.takePlace()).isTrue();
    }

    private int takeAllPlaces() {
        int taken = 0;
        while (line.takePlace()) {
            taken++;
        }
        return taken;
    }

    private Stranger join() {
        Stranger stranger = new Stranger();
        line.join(stranger.request(), () -> stranger.left++);
        return stranger;
    }

    /** A request as the server would treat it: whoever completes it is told so. */
    private static final class Stranger {
        private final List<AsyncListener> listeners = new ArrayList<>();
        private boolean passedOn;
        private int status;
        private int left;

        private HttpServletRequest request() {
            return answering(HttpServletRequest.class, Map.of("startAsync", arguments -> context()));
        }

        private AsyncContext context() {
            return answering(AsyncContext.class, Map.of(
                    "addListener", arguments -> {
                        listeners.add((AsyncListener) arguments[0]);
                        return null;
                    },
                    "dispatch", arguments -> {
                        passedOn = true;
                        return null;
                    },
                    "getResponse", arguments -> response(),
                    "complete", arguments -> {
                        end();
                        return null;
                    }));
        }

        private HttpServletResponse response() {
            return answering(HttpServletResponse.class, Map.of(
                    "setStatus", arguments -> {
                        status = (Integer) arguments[0];
                        return null;
                    },
                    "getOutputStream", arguments -> new Nowhere()));
        }

        private void end() {
            for (AsyncListener listener : listeners) {
                try {
                    listener.onComplete(new AsyncEvent(context()));
                } catch (IOException impossible) {
                    throw new AssertionError(impossible);
                }
            }
        }
    }

    private static <T> T answering(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answers.getOrDefault(method.getName(), unasked -> null).apply(arguments)));
    }

    private static final class Nowhere extends ServletOutputStream {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(int single) {
            // nobody reads it here
        }
    }
}
