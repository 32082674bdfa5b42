using System.Text;

namespace Messaging.Redis.Tests.Protocol;

[TestFixture]
public sealed class RespReaderTests
{
    [Test]
    public async Task Values_of_every_kind_are_read_however_they_are_cut_into_pieces(
        [Values(1, 2, 7, 100_000)] int piece)
    {
        var large = new string('x', 100_000);
        var reader = Reader($"+OK\r\n:-12\r\n$5\r\nä\r\nb\r\n$-1\r\n*-1\r\n*3\r\n:1\r\n*1\r\n$0\r\n\r\n$-1\r\n$100000\r\n{large}\r\n", piece);

        Assert.That((await reader.Read(default)).Text, Is.EqualTo("OK"));
        Assert.That((await reader.Read(default)).Number, Is.EqualTo(-12));
        Assert.That((await reader.Read(default)).Text, Is.EqualTo("ä\r\nb"));
        Assert.That((await reader.Read(default)).Kind, Is.EqualTo(RespKind.Null));
        Assert.That((await reader.Read(default)).Kind, Is.EqualTo(RespKind.Null));
        var items = await reader.Read(default);
        Assert.That(items.Items.Length, Is.EqualTo(3));
        Assert.That(items.Items[1].Items[0].Bytes.Length, Is.Zero);
        Assert.That(items.Items[2].Kind, Is.EqualTo(RespKind.Null));
        Assert.That((await reader.Read(default)).Text, Is.EqualTo(large));
    }

    [Test]
    public async Task An_error_is_a_value()
    {
        var value = await Reader("-ERR on purpose\r\n").Read(default);

        Assert.That(value.Kind, Is.EqualTo(RespKind.Error));
        Assert.That(value.Text, Is.EqualTo("ERR on purpose"));
    }

    [TestCase("AMQP\0\0\u0009\u0001\r\n")]
    [TestCase("HTTP/1.1 400 Bad Request\r\n")]
    [TestCase(":many\r\n")]
    [TestCase("+OK\n")]
    [TestCase("\r\n")]
    [TestCase("$1\r\nab\r\n")]
    [TestCase("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n")]
    public void What_is_not_the_protocol_is_told(string text) => Assert.That(
        async () => await Reader(text).Read(default),
        Throws.InstanceOf<InvalidDataException>().With.Message.Contains("Redis' protocol"));

    [Test]
    public void A_line_that_does_not_end_is_told() => Assert.That(
        async () => await Reader("+" + new string('x', 200_000)).Read(default),
        Throws.InstanceOf<InvalidDataException>());

    [TestCase("")]
    [TestCase("+O")]
    [TestCase("$5\r\nab")]
    public void The_end_in_the_middle_is_told(string text) => Assert.That(
        async () => await Reader(text).Read(default), Throws.InstanceOf<EndOfStreamException>());

    private static RespReader Reader(string text, int piece = 100_000) =>
        new(new PieceStream(Encoding.UTF8.GetBytes(text), piece));

    /// <summary>Gives no more than some bytes at a time.</summary>
    private sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
