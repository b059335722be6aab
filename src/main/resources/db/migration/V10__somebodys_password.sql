-- V10: a sign-in of nobody takes the time of somebody's hash (promise I10): one row among all that have one, however many sign in through providers alone.
CREATE INDEX users_with_password ON users (id) WHERE password IS NOT NULL;
