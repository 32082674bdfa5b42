using System.Text.Json.Nodes;

namespace Messaging.Contracts.Tests;

public sealed class TaskEventsTests
{
    private static readonly TaskEvents Sample = (TaskEvents)Samples.Full[nameof(TaskEvents)];

    [Test]
    public void Events_keep_their_types_and_values_in_a_batch()
    {
        var copy = MessageJson.Read<TaskEvents>(MessageJson.Write(Sample));

        Assert.That(copy.Events, Is.EqualTo(Sample.Events));
    }

    [Test]
    public void Every_kind_of_event_can_be_in_a_batch()
    {
        var kinds = Samples.MessageTypes.Where(type => type.IsSubclassOf(typeof(TaskEvent)));

        Assert.That(Sample.Events.Select(taskEvent => taskEvent.GetType()), Is.EquivalentTo(kinds));
    }

    [Test]
    public void An_event_on_its_own_can_be_read_as_any_event()
    {
        foreach (var taskEvent in Sample.Events)
            Assert.That(MessageJson.Read<TaskEvent>(MessageJson.Write(taskEvent)), Is.EqualTo(taskEvent));
    }

    [Test]
    public void The_properties_of_an_event_may_come_in_any_order_after_its_kind()
    {
        var batch = JsonNode.Parse(MessageJson.Write(Sample))!;
        foreach (var taskEvent in batch["events"]!.AsArray().Select(item => item!.AsObject()))
        {
            foreach (var (name, value) in taskEvent.Skip(1).Reverse().ToList())
            {
                taskEvent.Remove(name);
                taskEvent.Add(name, value);
            }
        }

        Assert.That(MessageJson.Read<TaskEvents>(batch.ToJsonString()).Events, Is.EqualTo(Sample.Events));
    }
}
