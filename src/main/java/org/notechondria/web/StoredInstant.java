package org.notechondria.web;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;

/** A {@code timestamptz} as an {@link Instant}, at the microsecond that is stored. */
@Converter(autoApply = true)
public class StoredInstant implements AttributeConverter<Instant, Timestamp> {
    /** Before it {@link Timestamp} counts by the Julian calendar, and PostgreSQL does not: some clients' zero is in the year 1. */
    private static final long GREGORIAN_FROM = Instant.parse("1582-10-16T00:00:00Z").toEpochMilli();

    @Override
    public Timestamp convertToDatabaseColumn(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    @Override
    public Instant convertToEntityAttribute(Timestamp stored) {
        if (stored == null) {
            return null;
        }
        return stored.getTime() < GREGORIAN_FROM ? ofJulian(stored) : stored.toInstant();
    }

    private static Instant ofJulian(Timestamp stored) {
        GregorianCalendar shown = new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC));
        shown.setTimeInMillis(stored.getTime());
        int year = shown.get(Calendar.ERA) == GregorianCalendar.BC ? 1 - shown.get(Calendar.YEAR) : shown.get(Calendar.YEAR);
        return LocalDate.of(year, shown.get(Calendar.MONTH) + 1, shown.get(Calendar.DAY_OF_MONTH))
                .atTime(shown.get(Calendar.HOUR_OF_DAY), shown.get(Calendar.MINUTE), shown.get(Calendar.SECOND), stored.getNanos()).toInstant(ZoneOffset.UTC);
    }
}
