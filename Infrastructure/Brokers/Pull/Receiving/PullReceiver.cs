using MassTransit.SqlTransport;
using MassTransit.SqlTransport.Configuration;
using MassTransit.Transports;

namespace Messaging.PullTransport;

/// <summary>
/// Receives from one queue: as many messages at a time as there is room for, and when there are none it waits until the
/// broker says that there may be some. While the broker is away it tries again; what runs meanwhile goes on. When the
/// broker is back, everything is declared anew, and MassTransit is told that the endpoint is ready again. While its queue
/// is closed (<see cref="Hosting.ClosedQueues"/>) it asks for nothing; what came before and was not begun goes back, and
/// what runs is renewed and settled as ever.
/// </summary>
internal sealed class PullReceiver : ConsumerAgent<Guid>, IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly SqlReceiveEndpointContext context;
    private readonly SqlReceiveSettings settings;
    private readonly PullRuntime runtime;
    private readonly EndpointTopology topology;
    private readonly HeldMessages held;
    private readonly QueueKeeper? keeper;
    private readonly Room room;

    // Never disposed of, as a run may outlive the receiver and gives its turn back then; it holds nothing else.
    private readonly SemaphoreSlim? turns;
    private TimeSpan pause = ShortestPause;
    private bool isDeclared;
    private bool isAway;

    public PullReceiver(SqlReceiveEndpointContext context, SqlReceiveSettings settings, PullRuntime runtime)
        : base(context)
    {
        this.context = context;
        this.settings = settings;
        this.runtime = runtime;
        topology = new EndpointTopology(settings, context.BrokerTopology, runtime.Broker);
        held = new HeldMessages(settings.QueueName, runtime, Stopping);
        var most = Math.Max(1, settings.PrefetchCount);
        room = new Room(most, runtime.Clock);
        if (context.ConcurrentMessageLimit is { } limit && limit < most)
            turns = new SemaphoreSlim(limit);

        if (settings.AutoDeleteOnIdle is { } idle)
            keeper = new QueueKeeper(settings.QueueName, idle, runtime);

        SetReady();
        TrySetConsumeTask(Task.Run(Receive));
    }

    /// <summary>After the end: what is held all the same goes back.</summary>
    public async ValueTask DisposeAsync()
    {
        await held.DisposeAsync();
        if (keeper is not null)
            await keeper.DisposeAsync();
    }

    private async Task Receive()
    {
        using var open = new OpenTime(settings.QueueName, runtime.ClosedQueues, Stopping);
        while (!IsStopping)
        {
            try
            {
                await ReceiveSome(open.End);
            }
            catch (OperationCanceledException) when (IsStopping || (isDeclared && open.IsOver))
            {
                await open.Next();
            }
            catch (Exception exception)
            {
                await Away(exception);
            }
        }
    }

    private async Task ReceiveSome(CancellationToken end)
    {
        if (!isDeclared)
            await Declare();

        // Not broken off with the rest: a broker that is asked in a time that is over gives back what it has to spare.
        var free = await room.Wait(Stopping);
        var messages = await runtime.Broker.Receive(settings.QueueName, free, end);
        pause = ShortestPause;
        foreach (var message in messages)
        {
            room.Take();
            var one = held.Add(message);
            // Queued here, so that turns are taken in order.
            var turn = turns?.WaitAsync(end);
            _ = Task.Run(() => Handle(one, turn, end), CancellationToken.None);
        }

        if (messages.Count == 0)
            await runtime.Broker.WaitForMessage(settings.QueueName, LongestWait, end);
    }

    private async Task Declare()
    {
        await topology.Declare(Stopping);
        if (settings.PurgeOnStartup)
        {
            await runtime.Broker.Purge(settings.QueueName, Stopping);
            settings.PurgeOnStartup = false;
        }

        isDeclared = true;
        if (isAway)
            PullLog.BrokerBack(runtime.Logger, settings.QueueName);
        isAway = false;
        await context.TransportObservers.NotifyReady(context.InputAddress);
    }

    private async Task Away(Exception exception)
    {
        isDeclared = false;
        runtime.Outages.Add();
        if (exception is not BrokerUnavailableException)
            PullLog.ReceiveFailed(runtime.Logger, exception, settings.QueueName);
        else if (!isAway)
            PullLog.BrokerAway(runtime.Logger, settings.QueueName, exception.Message);

        if (!isAway)
        {
            isAway = true;
            await context.TransportObservers.NotifyFaulted(
                context.InputAddress, context.ConvertException(exception, "Receiving failed: "));
        }

        await Task.Delay(pause, runtime.Clock, Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
    }

    private async Task Handle(HeldLock message, Task? turn, CancellationToken end)
    {
        try
        {
            if (turn is not null)
                await turn;
            try
            {
                await Run(message, end);
            }
            finally
            {
                if (turn is not null)
                    turns!.Release();
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            await message.PutBack();
        }
        catch (Exception exception)
        {
            PullLog.NotDispatched(runtime.Logger, exception, settings.QueueName);
            await message.Faulted(exception);
        }
        finally
        {
            room.GiveBack();
        }
    }

    private Task Run(HeldLock message, CancellationToken end)
    {
        if ((IsStopping || end.IsCancellationRequested) && !message.IsLost)
            return message.PutBack();

        return message.IsExpired ? message.Complete() : Consume(message);
    }

    private async Task Consume(HeldLock message)
    {
        using var received = new PullReceiveContext(message.Message, message, context);
        message.Cancel = () => Cancel(received);
        try
        {
            // It may have waited for its turn for longer than its lock held.
            if (!message.IsLost)
                await Dispatch(message.Id, received, message);
        }
        catch (Exception exception)
        {
            // The dispatcher has put it back and told its observers.
            received.LogTransportFaulted(exception);
        }
        finally
        {
            message.Cancel = null;
        }
    }

    private static void Cancel(PullReceiveContext received)
    {
        try
        {
            received.Cancel();
        }
        catch (Exception exception) when (exception is ObjectDisposedException or AggregateException)
        {
            // The run has ended meanwhile, or what it does when it is broken off is its own failure.
        }
    }
}
