using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>An event of the sun, as Celery names them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SolarEvent>))]
public enum SolarEvent
{
    /// <summary>The sun is 18 degrees below the horizon and rises.</summary>
    DawnAstronomical = 0,

    /// <summary>The sun is 12 degrees below the horizon and rises.</summary>
    DawnNautical = 1,

    /// <summary>The sun is 6 degrees below the horizon and rises.</summary>
    DawnCivil = 2,

    /// <summary>The upper edge of the sun appears over the horizon.</summary>
    Sunrise = 3,

    /// <summary>The sun is at its highest.</summary>
    SolarNoon = 4,

    /// <summary>The upper edge of the sun vanishes under the horizon.</summary>
    Sunset = 5,

    /// <summary>The sun is 6 degrees below the horizon and sets.</summary>
    DuskCivil = 6,

    /// <summary>The sun is 12 degrees below the horizon and sets.</summary>
    DuskNautical = 7,

    /// <summary>The sun is 18 degrees below the horizon and sets.</summary>
    DuskAstronomical = 8,
}
