namespace Messaging.Contracts.Tests;

internal sealed record UnnamedTask : ITask;

[TaskName("math.add")]
internal record NamedTask : ITask;

internal sealed record DerivedTask : NamedTask;

[TaskName("math.subtract")]
internal interface INamedTask : ITask;

[TaskName("")]
internal sealed record EmptyNameTask : ITask;

[TaskName(" ")]
internal sealed record BlankNameTask : ITask;

[TaskName("math add")]
internal sealed record SpacedNameTask : ITask;

[TaskName("math.add\t")]
internal sealed record TabbedNameTask : ITask;

[TaskName("math\u00A0add")]
internal sealed record BrokenNameTask : ITask;
