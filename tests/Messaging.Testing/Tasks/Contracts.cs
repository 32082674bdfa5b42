using Messaging.Contracts;

namespace Messaging.Testing;

/// <summary>The sum of two numbers.</summary>
[TaskName("math.add")]
public sealed record Add(int X, int Y) : ITask<int>;

/// <summary>Runs until the test lets it go on; see <see cref="Gate"/>.</summary>
[TaskName("test.wait")]
public sealed record WaitAtGate(string Gate) : ITask<string>;

/// <summary>Fails the given number of times, then returns the number of the attempt.</summary>
[TaskName("test.fail")]
public sealed record FailTimes(string Key, int Times) : ITask<int>;

/// <summary>Fails the given number of times, with a second and a half before each retry; returns its attempt.</summary>
[TaskName("test.later")]
public sealed record FailThenLater(string Key, int Times) : ITask<int>;

/// <summary>Asks to be run again the given number of times, then returns the number of the attempt.</summary>
[TaskName("test.again")]
public sealed record AskAgain(string Key, int Times, TimeSpan? Delay, bool IsSnooze) : ITask<int>;

/// <summary>Tells how far it has come, and gives itself a state.</summary>
[TaskName("test.progress")]
public sealed record TellProgress(string Gate) : ITask;

/// <summary>Gives itself a state with its text, and returns the text; or fails with it.</summary>
[TaskName("test.text")]
public sealed record SayText(string Text, bool Fails) : ITask<string>;

/// <summary>Run by an ordinary MassTransit consumer.</summary>
public sealed record PlainCommand(string Text);

/// <summary>No host of the tests runs it.</summary>
[TaskName("math.ad")]
public sealed record Unregistered(int X) : ITask;

/// <summary>Runs until the test lets it go on, whatever its cancellation token says.</summary>
[TaskName("test.spin")]
public sealed record SpinAtGate(string Gate) : ITask<string>;

/// <summary>Throws what an HTTP client throws whose time is up, in an aggregate.</summary>
[TaskName("test.cancel")]
public sealed record ThrowCancellation(string Key) : ITask<int>;
