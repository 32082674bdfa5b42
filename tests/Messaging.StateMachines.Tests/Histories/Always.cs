using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Messaging.StateMachines.Tests;

/// <summary>
/// Checks that something holds for every history. The cases are the same each time, unless MESSAGING_TEST_SEED gives
/// another number; a failure names the history, made as small as possible.
/// </summary>
internal static class Always
{
    public static void Holds(Arbitrary<History> histories, int cases, Func<History, Task> check) =>
        Prop.ForAll(histories, check).Check(Config.QuickThrowOnFailure
            .WithMaxTest(cases)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(Seed(), 1), FSharpOption<int>.None))));

    private static ulong Seed() =>
        ulong.TryParse(
            Environment.GetEnvironmentVariable("MESSAGING_TEST_SEED"), CultureInfo.InvariantCulture, out var seed)
            ? seed
            : 20_260_301;
}
