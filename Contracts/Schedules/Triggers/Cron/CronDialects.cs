namespace Messaging.Contracts;

/// <summary>
/// What other schedulers, above all Quartz, have in their expressions and Celery and we have not. It is refused rather
/// than guessed at: whoever writes it may also count the days of the week from 1, as Quartz does.
/// </summary>
internal static class CronDialects
{
    /// <summary>What to write instead; null if a part of a field is not of another dialect.</summary>
    public static string? Remedy(CronField field, string part)
    {
        if (part.Contains('?', StringComparison.Ordinal))
            return "'?' is not supported. Write '*'; and mind that Sunday is 0 here, and 1 in Quartz.";
        if (part.Contains('#', StringComparison.Ordinal))
        {
            return "'#' is not supported. For the second Friday, write '8-14' as the day of month and 'fri' as the day "
                + "of week: both must match.";
        }

        if (field != CronField.DayOfMonth && field != CronField.DayOfWeek)
            return null;

        var letters = part.TrimStart("0123456789-".ToCharArray());
        if (letters.Equals("L", StringComparison.OrdinalIgnoreCase)
            || letters.Equals("LW", StringComparison.OrdinalIgnoreCase)
            || part.StartsWith("L-", StringComparison.OrdinalIgnoreCase))
        {
            return "'L' (last) is not supported. Run daily on '28-31', and let the task see whether it is the last day.";
        }

        return letters.Equals("W", StringComparison.OrdinalIgnoreCase)
            ? "'W' (nearest weekday) is not supported. Run on the days in question, and let the task see whether to work."
            : null;
    }
}
