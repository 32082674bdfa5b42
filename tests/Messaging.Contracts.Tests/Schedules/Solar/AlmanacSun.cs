namespace Messaging.Contracts.Tests;

/// <summary>
/// Where the sun is by the "low precision formulas for the Sun" of the Astronomical Almanac (0.01 degrees from 1950 to
/// 2050): right ascension and sidereal time, where the product has the equation of time.
/// </summary>
internal static class AlmanacSun
{
    private static readonly DateTimeOffset Epoch = Times.At("2000-01-01T12:00:00Z");

    /// <summary>Degrees over the horizon.</summary>
    public static double Altitude(DateTimeOffset time, double latitude, double longitude)
    {
        var (_, declination) = Position(time);
        var sine = (SinOf(latitude) * SinOf(declination))
            + (CosOf(latitude) * CosOf(declination) * CosOf(HourAngle(time, longitude)));
        return double.RadiansToDegrees(Math.Asin(sine));
    }

    /// <summary>Degrees west of the meridian, -180 to 180.</summary>
    public static double HourAngle(DateTimeOffset time, double longitude)
    {
        var sidereal = 280.46061837 + (360.98564736629 * Days(time));
        return Math.IEEERemainder(sidereal + longitude - Position(time).RightAscension, 360);
    }

    private static (double RightAscension, double Declination) Position(DateTimeOffset time)
    {
        var days = Days(time);
        var anomaly = 357.529 + (0.98560028 * days);
        var longitude = 280.459 + (0.98564736 * days) + (1.915 * SinOf(anomaly)) + (0.020 * SinOf(2 * anomaly));
        var obliquity = 23.439 - (0.00000036 * days);
        return (
            double.RadiansToDegrees(Math.Atan2(CosOf(obliquity) * SinOf(longitude), CosOf(longitude))),
            double.RadiansToDegrees(Math.Asin(SinOf(obliquity) * SinOf(longitude))));
    }

    private static double Days(DateTimeOffset time) => (time - Epoch).TotalDays;

    private static double SinOf(double degrees) => Math.Sin(double.DegreesToRadians(degrees));

    private static double CosOf(double degrees) => Math.Cos(double.DegreesToRadians(degrees));
}
