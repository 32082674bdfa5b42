namespace Messaging.RabbitMq.Tests.Channels;

[TestFixture]
public sealed class TurnsTests
{
    [Test]
    public async Task A_turn_that_is_given_back_is_that_of_who_has_waited_longest()
    {
        var turns = new Turns(1);
        Assert.That(await turns.Take(), Is.True);
        var (first, second) = (turns.Take(), turns.Take());

        turns.GiveBack();

        Assert.That(await first, Is.True);
        Assert.That(second.IsCompleted, Is.False);
    }

    [Test]
    public async Task Who_is_dismissed_has_no_turn_and_who_comes_later_has_one_when_one_is_free()
    {
        var turns = new Turns(1);
        await turns.Take();
        var dismissed = turns.Take();

        turns.Dismiss();
        var later = turns.Take();
        Assert.That(await dismissed, Is.False);
        Assert.That(later.IsCompleted, Is.False);
        turns.GiveBack();

        Assert.That(await later, Is.True);
    }

    [Test]
    public void There_are_no_more_turns_than_the_limit_after_any_of_them()
    {
        var turns = new Turns(2);
        var taken = Enumerable.Range(0, 4).Select(_ => turns.Take()).ToList();
        Assert.That(taken.Count(turn => turn.IsCompleted), Is.EqualTo(2));

        turns.Dismiss();
        turns.GiveBack();
        turns.GiveBack();

        Assert.That(Enumerable.Range(0, 3).Count(_ => turns.Take().IsCompleted), Is.EqualTo(2));
    }
}
