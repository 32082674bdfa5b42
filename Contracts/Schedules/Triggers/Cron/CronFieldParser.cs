using System.Globalization;

namespace Messaging.Contracts;

/// <summary>
/// Reads one field: a list of parts, each <c>*</c>, a value or a range, and maybe a step after a slash. A range may wrap
/// round (<c>nov-jan</c>, <c>55-5/3</c>); a single value with a step goes on to the end of the field (<c>5/10</c>).
/// </summary>
/// <param name="field">What is read.</param>
/// <param name="text">Of this field only.</param>
internal readonly struct CronFieldParser(CronField field, string text)
{
    /// <summary>Longer numbers are out of range in any field, and could not be read.</summary>
    private const int MostDigits = 9;

    /// <summary>The values as bits, and what is wrong, if anything.</summary>
    public ulong Parse(out string? fault)
    {
        var values = 0UL;
        foreach (var part in text.Split(','))
        {
            fault = AddPart(part, ref values);
            if (fault is not null)
            {
                fault = $"the {field.Name} field is '{text}', but {fault} Allowed: {field.Allowed}; such as "
                    + $"'{field.Example}'.";
                return 0;
            }
        }

        fault = null;
        return values;
    }

    private string? AddPart(string part, ref ulong values)
    {
        var slash = part.Split('/');
        if (part.Length == 0)
            return "there is nothing beside one of its commas.";
        if (slash.Length > 2)
            return $"'{part}' has more than one slash.";

        var step = 1;
        if (slash.Length == 2 && !TryReadStep(slash[1], out step))
            return $"the step of '{part}' is '{slash[1]}', which is no number from 1 to {field.Count}.";

        return AddRange(part, slash[0], slash.Length == 2, step, ref values);
    }

    private bool TryReadStep(string written, out int step) =>
        TryReadNumber(written, out step) && step >= 1 && step <= field.Count;

    private string? AddRange(string part, string range, bool hasStep, int step, ref ulong values)
    {
        if (range == "*")
        {
            Add(field.Least, field.Most, step, ref values);
            return null;
        }

        var ends = range.Split('-');
        if (ends.Length > 2)
            return $"'{part}' is no range.";
        if (Read(ends[0], part, out var first) is { } fault)
            return fault;

        var last = hasStep ? field.Most : first;
        if (ends.Length == 2 && Read(ends[1], part, out last) is { } otherFault)
            return otherFault;

        Add(first, last, step, ref values);
        return null;
    }

    private string? Read(string written, string part, out int value)
    {
        if (TryReadNumber(written, out value))
        {
            return value >= field.Least && value <= field.MostWritten
                ? null
                : $"{written} is out of range.";
        }

        if (field.ValueOf(written) is { } named)
        {
            value = named;
            return null;
        }

        if (CronDialects.Remedy(field, part) is { } remedy)
            return remedy;
        return written.Length == 0
            ? $"'{part}' lacks a value."
            : $"'{written}' is no value of it. {DidYouMean.Sentence(written, field.Names)}".TrimEnd();
    }

    private static bool TryReadNumber(string written, out int number)
    {
        number = 0;
        return written.Length is > 0 and <= MostDigits
            && written.All(char.IsAsciiDigit)
            && int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Values past the end of the field go on at its beginning.</summary>
    private void Add(int first, int last, int step, ref ulong values)
    {
        var end = first <= last ? last : last + field.Count;
        for (var value = first; value <= end; value += step)
            values |= 1UL << (value > field.Most ? value - field.Count : value);
    }
}
