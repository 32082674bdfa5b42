using System.CommandLine;
using System.Globalization;

namespace Messaging.Benchmarks;

/// <summary>Options whose value is a whole number in a range.</summary>
internal static class NumberOption
{
    public static Option<int?> Create(string name, int least, int most) => new(name)
    {
        CustomParser = argument =>
        {
            var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most)
            {
                return number;
            }

            argument.AddError($"{name} is '{text}'. Allowed: a whole number from {least} to {most}.");
            return null;
        },
    };
}
