namespace Messaging.Benchmarks;

/// <summary>Tells a person how far it is, on standard error: standard output is the result's.</summary>
internal static class Progress
{
    public static void Say(string line) => Console.Error.WriteLine(line);
}
