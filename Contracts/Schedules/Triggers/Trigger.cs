using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>When a periodic task is due.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CronTrigger), "cron")]
[JsonDerivedType(typeof(IntervalTrigger), "interval")]
[JsonDerivedType(typeof(OnceTrigger), "once")]
[JsonDerivedType(typeof(SolarTrigger), "solar")]
public abstract record Trigger;
