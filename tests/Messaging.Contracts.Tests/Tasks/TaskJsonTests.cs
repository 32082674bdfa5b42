using System.Text.Json;

namespace Messaging.Contracts.Tests;

public sealed class TaskJsonTests
{
    [Test]
    public void Names_are_in_camel_case_and_enums_by_name_without_indentation() =>
        Assert.That(
            Write(new Sample(1.50m, DayOfWeek.Friday, TaskState.Started, null)),
            Is.EqualTo("""{"netPrice":1.50,"day":"Friday","state":"Started","note":null}"""));

    [Test]
    public void Text_stays_readable() =>
        Assert.That(Write("caf\u00e9 <&> 'it' \"is\"\n"), Is.EqualTo("\"caf\u00e9 <&> 'it' \\\"is\\\"\\n\""));

    [TestCase("""{"netPrice":1.5,"day":"Friday","state":"Started","note":"n"}""")]
    [TestCase("""{"netPrice":"1.5","day":"Friday","state":"Started","note":"n"}""", TestName = "A_number_may_be_text")]
    [TestCase("""{"NETPRICE":1.5,"Day":"friday","STATE":"started","Note":"n"}""", TestName = "Case_may_differ")]
    [TestCase("""{"note":"n","netPrice":1.5,"day":5,"state":4}""", TestName = "An_enum_may_be_a_number")]
    [TestCase("""{"x":{},"netPrice":1.5,"day":"Friday","state":4,"note":"n"}""", TestName = "There_may_be_more")]
    public void Json_of_other_writers_is_read(string json) =>
        Assert.That(
            JsonSerializer.Deserialize<Sample>(json, TaskJson.Options),
            Is.EqualTo(new Sample(1.5m, DayOfWeek.Friday, TaskState.Started, "n")));

    // First, because options cannot be changed either once somebody has used them.
    [Order(1)]
    [Test]
    public void Nobody_can_change_the_options() =>
        Assert.That(() => TaskJson.Options.WriteIndented = true, Throws.InvalidOperationException);

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, TaskJson.Options);

    private sealed record Sample(decimal NetPrice, DayOfWeek Day, TaskState State, string? Note);
}
