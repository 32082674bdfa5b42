namespace Messaging.PullTransport.Tests;

public sealed class MessageContentTests
{
    private readonly byte[] bytes = [1, 2, 3, 4];

    [Test]
    public void A_body_that_is_a_whole_array_is_not_copied() => Assert.That(Body(bytes), Is.SameAs(bytes));

    [Test]
    public void Of_a_body_that_is_a_part_of_an_array_only_that_part_is_handed_out() => Assert.Multiple(() =>
    {
        Assert.That(Body(bytes.AsMemory(1)), Is.EqualTo(new byte[] { 2, 3, 4 }));
        Assert.That(Body(bytes.AsMemory(0, 3)), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(Body(default), Is.Empty);
    });

    private static byte[] Body(ReadOnlyMemory<byte> body) => new MessageContent(Guid.Empty, default, body).BodyArray();
}
