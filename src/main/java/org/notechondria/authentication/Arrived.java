package org.notechondria.authentication;

/**
 * Hands over who came, from the filter to the check on the same thread. Asked of the container (a parameter, a field, a property of the request), the same is
 * looked up anew for each request, which is a twentieth of the whole call.
 */
final class Arrived {
    private static final ThreadLocal<Authentication.Arrival> HERE = new ThreadLocal<>();

    private Arrived() {
    }

    static void put(Authentication.Arrival arrival) {
        HERE.set(arrival);
    }

    /** Once: nothing of a request stays with its thread. */
    static Authentication.Arrival take() {
        Authentication.Arrival arrival = HERE.get();
        HERE.remove();
        return arrival;
    }
}
