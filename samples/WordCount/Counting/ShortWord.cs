using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Messaging.Samples.WordCount.Counting;

/// <summary>The bytes of a word, few enough to be held and compared as numbers.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ShortWord(ulong Low, ulong High, int Length)
{
    public const int MostBytes = 16;

    // With the length known, a word's first and last few bytes are all of it, wherever they overlap.
    public static ShortWord Of(ReadOnlySpan<byte> word) => word.Length switch
    {
        >= 8 => new(ReadUInt64(word), ReadUInt64(word[^8..]), word.Length),
        >= 4 => new(ReadUInt32(word), ReadUInt32(word[^4..]), word.Length),
        _ => new(word[0], (uint)(word[word.Length / 2] | (word[^1] << 8)), word.Length),
    };

    // A product's upper bits depend on all bits of its factors, which is why the lower ones are left out.
    public int Hash(int bits) =>
        (int)((Low ^ BitOperations.RotateLeft(High, 29) ^ (uint)Length) * 0x9E37_79B9_7F4A_7C15 >> (64 - bits));

    public ReadOnlySpan<byte> CopyTo(Span<byte> word)
    {
        switch (Length)
        {
            case >= 8:
                BinaryPrimitives.WriteUInt64LittleEndian(word, Low);
                BinaryPrimitives.WriteUInt64LittleEndian(word[(Length - 8)..], High);
                break;
            case >= 4:
                BinaryPrimitives.WriteUInt32LittleEndian(word, (uint)Low);
                BinaryPrimitives.WriteUInt32LittleEndian(word[(Length - 4)..], (uint)High);
                break;
            default:
                word[0] = (byte)Low;
                word[Length / 2] = (byte)High;
                word[Length - 1] = (byte)(High >> 8);
                break;
        }

        return word[..Length];
    }

    private static ulong ReadUInt64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
