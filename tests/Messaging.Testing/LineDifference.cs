using System.Globalization;
using System.Text;

namespace Messaging.Testing;

/// <summary>Shows what differs between two texts, line by line.</summary>
public static class LineDifference
{
    /// <summary>The fewest lines to take out (-) and put in (+), each with its number in its own text.</summary>
    public static string Between(string before, string after)
    {
        var left = before.Split('\n');
        var right = after.Split('\n');
        var common = CommonLines(left, right);
        var output = new StringBuilder();

        var (row, column) = (0, 0);
        while (row < left.Length || column < right.Length)
        {
            if (row < left.Length && column < right.Length && IsSame(left[row], right[column]))
                (row, column) = (row + 1, column + 1);
            else if (column == right.Length
                || (row < left.Length && common[row + 1, column] >= common[row, column + 1]))
                Add('-', ++row, left[row - 1]);
            else
                Add('+', ++column, right[column - 1]);
        }

        return output.ToString();

        void Add(char sign, int number, string line) =>
            output.Append(CultureInfo.InvariantCulture, $"{sign}{number,5}: {line}\n");
    }

    /// <summary>At each pair of positions, how many lines the rests of both texts have in common.</summary>
    private static int[,] CommonLines(string[] left, string[] right)
    {
        var common = new int[left.Length + 1, right.Length + 1];
        for (var row = left.Length - 1; row >= 0; row--)
        {
            for (var column = right.Length - 1; column >= 0; column--)
            {
                common[row, column] = IsSame(left[row], right[column])
                    ? common[row + 1, column + 1] + 1
                    : Math.Max(common[row + 1, column], common[row, column + 1]);
            }
        }

        return common;
    }

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}
