namespace Messaging.Contracts.Tests;

public sealed class TaskCursorTests
{
    [Test]
    public void A_cursor_comes_back_as_the_id_that_it_was_made_of()
    {
        var taskId = Guid.CreateVersion7();

        Assert.That(TaskCursor.TryRead(TaskCursor.Write(taskId), out var read), Is.True);
        Assert.That(read, Is.EqualTo(taskId));
    }

    [Test]
    public void No_cursor_is_the_beginning()
    {
        Assert.That(TaskCursor.TryRead(null, out var read), Is.True);
        Assert.That(read, Is.Null);
        Assert.That(TaskCursor.Write(null), Is.Null);
    }

    [TestCase("")]
    [TestCase("1-")]
    [TestCase("1-0198f3a1")]
    [TestCase("2-0198f3a1000070008000000000000001")]
    [TestCase("0198f3a1-0000-7000-8000-000000000001")]
    [TestCase("1-0198f3a1000070008000000000000001x")]
    public void Anything_else_is_no_cursor(string text) => Assert.That(TaskCursor.TryRead(text, out _), Is.False);
}
