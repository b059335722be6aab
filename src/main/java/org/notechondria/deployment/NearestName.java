package org.notechondria.deployment;

import java.util.Collection;
import java.util.Comparator;
import org.notechondria.configuration.BadSetting;

/** Finds the setting that somebody who mistyped its name may have meant. */
final class NearestName {

    private NearestName() {
    }

    /** @param typed  a property or environment name; compared in the environment's form. {@code known} is not empty */
    static String among(Collection<String> known, String typed) {
        String sought = BadSetting.environmentName(typed);
        return known.stream().min(Comparator.comparingInt(name -> distance(BadSetting.environmentName(name), sought))).orElseThrow();
    }

    /** Levenshtein's: how many characters to add, drop or change. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(row[j - 1], previous[j]));
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
