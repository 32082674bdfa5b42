using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>Registers what a tracker has of dead letters.</summary>
internal static class DeadLetterServices
{
    private const string DeadLetters = "dead-letters";
    private const int QuestionsAtATime = 16;
    private const int SearchesAtATime = 4;

    /// <summary>
    /// Adds what keeps and replays dead letters. The host supplies an <see cref="IDeadLetterStore"/>, an
    /// <see cref="IReplaySender"/>, and connects the broker's queues.
    /// </summary>
    public static void AddDeadLetters(this IServiceCollection services)
    {
        services.TryAddSingleton(DeadLetterSettings.Default);
        services.TryAddKeyedSingleton(DeadLetters, (provider, _) =>
        {
            var logger = provider.GetRequiredService<ILogger<DeadLetterKeeper>>();
            return new StoreAvailability(
                provider.GetRequiredService<TimeProvider>(),
                reason => DeadLetterLog.StandsStill(logger, reason),
                () => DeadLetterLog.GoesOn(logger));
        });
        services.TryAddSingleton(provider => new DeadLetterKeeper(
            provider.GetRequiredService<TrackerStores>(),
            provider.GetRequiredKeyedService<StoreAvailability>(DeadLetters),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DeadLetterKeeper>>()));
        services.TryAddSingleton(provider => new DeadLetterQueues(
            provider.GetRequiredService<IDeadLetterStore>(),
            provider.GetRequiredKeyedService<StoreAvailability>(DeadLetters),
            provider.GetRequiredService<DeadLetterSettings>()));
        services.TryAddSingleton<DeadLetterEndpoint>();
        services.TryAddSingleton<Wake<ReplayRunner>>();
        services.TryAddSingleton<ReplayBatch>();
        services.TryAddSingleton<ReplayRunner>();
    }

    /// <summary>Adds the consumers to MassTransit.</summary>
    public static void AddDeadLetterConsumers(this IRegistrationConfigurator massTransit)
    {
        massTransit.AddConsumer<ListDeadLettersConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<CountDeadLettersConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<GetDeadLetterConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<DiscardDeadLettersConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<ReplayDeadLettersConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<GetReplayConsumer>().ExcludeFromConfigureEndpoints();
    }

    /// <summary>Adds the consumers to the queue of queries.</summary>
    public static void ConfigureDeadLetters(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        endpoint.ConfigureConsumer<ListDeadLettersConsumer>(
            context, consumer => consumer.ConcurrentMessageLimit = SearchesAtATime);
        endpoint.ConfigureConsumer<CountDeadLettersConsumer>(
            context, consumer => consumer.ConcurrentMessageLimit = SearchesAtATime);
        endpoint.ConfigureConsumer<GetDeadLetterConsumer>(
            context, consumer => consumer.ConcurrentMessageLimit = SearchesAtATime);
        endpoint.ConfigureConsumer<DiscardDeadLettersConsumer>(
            context, consumer => consumer.ConcurrentMessageLimit = SearchesAtATime);
        endpoint.ConfigureConsumer<ReplayDeadLettersConsumer>(
            context, consumer => consumer.ConcurrentMessageLimit = QuestionsAtATime);
        endpoint.ConfigureConsumer<GetReplayConsumer>(
            context, consumer => consumer.ConcurrentMessageLimit = QuestionsAtATime);
    }
}
