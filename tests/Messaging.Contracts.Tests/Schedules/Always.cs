using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Messaging.Contracts.Tests;

/// <summary>
/// Checks that something holds for every case. The cases are the same each time, unless MESSAGING_TEST_SEED gives
/// another number.
/// </summary>
internal static class Always
{
    private const ulong Seed = 20_260_301;

    public static void Holds<T>(Gen<T> cases, int count, Action<T> check) =>
        Prop.ForAll(Arb.From(cases), check).Check(Config.QuickThrowOnFailure
            .WithMaxTest(count)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(ChosenSeed(), 1), FSharpOption<int>.None))));

    private static ulong ChosenSeed() =>
        ulong.TryParse(
            Environment.GetEnvironmentVariable("MESSAGING_TEST_SEED"), CultureInfo.InvariantCulture, out var seed)
            ? seed
            : Seed;
}
