package org.notechondria.run;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** As much of {@code curl} as the README's tour uses, for machines that have a JDK and no curl. */
final class Curl {

    private Curl() {
    }

    public static void main(String[] arguments) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        boolean head = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "-s" -> { }
                case "-si" -> head = true;
                case "-X" -> request.method(arguments[++i], BodyPublishers.noBody());
                case "-A" -> request.header("User-Agent", arguments[++i]);
                case "-H" -> request.header(arguments[++i].split(": ", 2)[0], arguments[i].split(": ", 2)[1]);
                case "-d" -> request.POST(BodyPublishers.ofString(arguments[++i]));
                default -> request.uri(URI.create(arguments[i]));
            }
        }
        HttpResponse<String> answer = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build().send(request.build(), BodyHandlers.ofString());
        if (head) {
            System.out.println("HTTP/1.1 " + answer.statusCode());
            answer.headers().map().forEach((name, values) -> System.out.println(name + ": " + values.get(0)));
            System.out.println();
        }
        System.out.println(answer.body());
    }
}
