package org.notechondria.credential;

/**
 * A code that was right a moment ago: what {@link OneTimeCodes#spend} is to spend. It may have been spent or replaced since.
 *
 * @param digest  as stored; not to be changed
 */
public record MatchedCode(CodePurpose purpose, String subject, byte[] digest) {

    @Override
    public String toString() {
        return "MatchedCode[" + purpose + ", " + subject + "]";
    }
}
