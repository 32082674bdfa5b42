namespace Messaging.Contracts.Tests;

public sealed class SamplesTests
{
    private static IEnumerable<string> FullSampleNames => Samples.Full.Keys;

    [Test]
    public void Every_message_type_has_a_sample() =>
        Assert.That(
            Samples.MessageTypes.Select(type => type.Name),
            Is.EquivalentTo(Samples.Full.Values.Select(message => message.GetType().Name)),
            $"Add the new message to {nameof(Samples)}, and approve its golden file.");

    [Test]
    public void Every_golden_file_has_a_sample() =>
        Assert.That(
            GoldenFile.All.Select(file => file.Sample),
            Is.EquivalentTo(Samples.All.Keys),
            "Delete golden files of messages that are no more; run with APPROVE=1 for new ones.");

    [TestCaseSource(nameof(FullSampleNames))]
    public void Every_property_of_a_sample_has_a_value_so_that_the_golden_file_shows_it(string name)
    {
        var message = Samples.Full[name];

        var defaults = message.GetType().GetProperties()
            .Where(property => IsDefault(property.GetValue(message), property.PropertyType))
            .Select(property => property.Name);

        Assert.That(defaults, Is.Empty);
    }

    private static bool IsDefault(object? value, Type type) =>
        value is null or IReadOnlyCollection<object> { Count: 0 }
        || (type.IsValueType && value.Equals(Activator.CreateInstance(type)));
}
