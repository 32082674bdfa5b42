using Messaging.StateMachines;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Workers;

/// <summary>Trackers that do not take a worker for lost which is silent since its machine is busy.</summary>
internal static class PatientTrackers
{
    private static readonly WorkerTimes Times = new() { Margin = TimeSpan.FromMinutes(1) };

    /// <summary>Makes the trackers of a host patient.</summary>
    public static void Add(IServiceCollection services) => services.AddSingleton(Times);
}
