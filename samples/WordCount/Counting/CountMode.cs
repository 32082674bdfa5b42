namespace Messaging.Samples.WordCount.Counting;

/// <summary>Which of the ways that <c>wc</c> has to tell words apart; its locale decides.</summary>
public enum CountMode
{
    /// <summary>As in the C locale: only ASCII separates words or makes them, other bytes do neither.</summary>
    Bytes,

    /// <summary>As in a UTF-8 locale: Unicode's spaces separate words, those that don't break a line too.</summary>
    Utf8,

    /// <summary>As in a UTF-8 locale with POSIXLY_CORRECT set: a no-break space is part of its word.</summary>
    Utf8Posix,
}
