/** Register, verify, resend.
 * Start at {@link org.notechondria.registration.SignUp}: the three calls, step by step. {@link org.notechondria.registration.Registrations} keeps what waits for its code,
 * {@link org.notechondria.registration.Activation} makes a person of it. Whoever registers with an address that has an account leaves the same traces as anybody, but the code reaches nobody.
 */
package org.notechondria.registration;
