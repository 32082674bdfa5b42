namespace Messaging.Consumers.Tests.Policies;

[TestFixture]
public sealed class ExceptionSetTests
{
    private static readonly FileNotFoundException Missing = new();

    [Test]
    public void An_exception_is_in_a_set_of_its_type_or_of_one_that_it_derives_from()
    {
        Assert.That(ExceptionSet.Of(typeof(FileNotFoundException)).Contains(Missing), Is.True);
        Assert.That(ExceptionSet.Of(typeof(IOException)).Contains(Missing), Is.True);
        Assert.That(ExceptionSet.Of(typeof(EndOfStreamException)).Contains(Missing), Is.False);
        Assert.That(ExceptionSet.None.Contains(Missing), Is.False);
    }

    [TestCase("System.IO.IOException", true)]
    [TestCase("IOException", true)]
    [TestCase("FileNotFoundException", true)]
    [TestCase("OtherException", false)]
    public void Types_can_be_named_with_or_without_their_namespace(string name, bool isIn) =>
        Assert.That(ExceptionSet.Named([name]).Contains(Missing), Is.EqualTo(isIn));

    [Test]
    public void A_type_that_is_no_exception_is_refused() =>
        Assert.Throws<ArgumentException>(() => ExceptionSet.Of(typeof(string)));
}
