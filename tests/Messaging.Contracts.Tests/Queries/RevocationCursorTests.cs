namespace Messaging.Contracts.Tests;

public sealed class RevocationCursorTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, 123, 456, TimeSpan.Zero);

    private static IEnumerable<RevocationCursor> Cursors =>
    [
        RevocationCursor.Beginning,
        RevocationCursor.BehindRules,
        RevocationCursor.Behind(Time, 17),
        RevocationCursor.Behind(new RevokeTask { TaskId = Guid.CreateVersion7(), Time = Time }),
    ];

    [TestCaseSource(nameof(Cursors))]
    public void A_cursor_comes_back_as_it_was(object cursor)
    {
        Assert.That(RevocationCursor.TryRead(((RevocationCursor)cursor).Write(), out var read), Is.True);
        Assert.That(read, Is.EqualTo(cursor));
    }

    [Test]
    public void No_cursor_is_the_beginning()
    {
        Assert.That(RevocationCursor.TryRead(null, out var read), Is.True);
        Assert.That(read, Is.EqualTo(RevocationCursor.Beginning));
    }

    [TestCase("")]
    [TestCase("1-x")]
    [TestCase("2-t")]
    [TestCase("1-r-zz-1")]
    [TestCase("1-r-8de5b1a2c3d4e5f-x")]
    [TestCase("1-t-8de5b1a2c3d4e5f-0198f3a1")]
    [TestCase("1-t-ffffffffffffffff-0198f3a1000070008000000000000001")]
    public void Anything_else_is_no_cursor(string text) =>
        Assert.That(RevocationCursor.TryRead(text, out _), Is.False);
}
