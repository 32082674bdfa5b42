namespace Messaging.Samples.WordCount.Counting;

/// <summary>What a character does to the word it is found in.</summary>
internal enum CharacterClass : byte
{
    /// <summary>Neither ends a word nor makes one: control characters, unassigned ones, invalid bytes.</summary>
    Ignored = 0,

    Printable = 1,

    Separator = 2,

    /// <summary>Part of a character: what it is part of is to be seen from the bytes after it.</summary>
    Multibyte = 3,
}
