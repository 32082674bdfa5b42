namespace Messaging.Contracts;

/// <summary>
/// Where the sun is, by the equations of low accuracy in Meeus, "Astronomical Algorithms" (chapters 25 and 28), which
/// NOAA's solar calculator uses: 0.01 degrees, which the sun moves in a few seconds, for centuries around the year 2000.
/// Times are days since noon of 1 January 2000, UTC.
/// </summary>
internal static class Sun
{
    private const double DaysOfCentury = 36_525;

    /// <summary>Its height over the horizon in degrees, of its centre and without refraction.</summary>
    public static double Altitude(double time, double latitude, double longitude)
    {
        var (declination, equation) = At(time);
        var hourAngle = double.Tau * (time + equation + (longitude / 360));
        var north = double.DegreesToRadians(latitude);
        var sine = (Math.Sin(north) * Math.Sin(declination))
            + (Math.Cos(north) * Math.Cos(declination) * Math.Cos(hourAngle));
        return double.RadiansToDegrees(Math.Asin(Math.Clamp(sine, -1, 1)));
    }

    /// <summary>The noon of a day in a place, when the sun is due south or north.</summary>
    /// <param name="day">0 is 1 January 2000.</param>
    /// <param name="longitude">Degrees east.</param>
    public static double Noon(long day, double longitude)
    {
        var mean = day - (longitude / 360);
        var noon = mean - At(mean).Equation;
        return mean - At(noon).Equation;
    }

    /// <summary>Radians north of the equator, and days that a sundial is ahead of the clock.</summary>
    private static (double Declination, double Equation) At(double time)
    {
        var t = time / DaysOfCentury;
        var meanLongitude = double.DegreesToRadians((280.46646 + (t * (36_000.76983 + (t * 0.0003032)))) % 360);
        var anomaly = double.DegreesToRadians((357.52911 + (t * (35_999.05029 - (t * 0.0001537)))) % 360);
        var eccentricity = 0.016708634 - (t * (0.000042037 + (t * 0.0000001267)));
        var centre = double.DegreesToRadians(
            (Math.Sin(anomaly) * (1.914602 - (t * (0.004817 + (t * 0.000014)))))
            + (Math.Sin(2 * anomaly) * (0.019993 - (t * 0.000101)))
            + (Math.Sin(3 * anomaly) * 0.000289));

        var node = double.DegreesToRadians((125.04 - (1_934.136 * t)) % 360);
        var longitude = meanLongitude + centre - double.DegreesToRadians(0.00569 + (0.00478 * Math.Sin(node)));
        var obliquity = double.DegreesToRadians(
            23.4392911 - (t * (0.0130042 + (t * (0.00000016 - (t * 0.000000504))))) + (0.00256 * Math.Cos(node)));
        var declination = Math.Asin(Math.Sin(obliquity) * Math.Sin(longitude));

        var y = Math.Pow(Math.Tan(obliquity / 2), 2);
        var equation = (y * Math.Sin(2 * meanLongitude))
            - (2 * eccentricity * Math.Sin(anomaly))
            + (4 * eccentricity * y * Math.Sin(anomaly) * Math.Cos(2 * meanLongitude))
            - (y * y * Math.Sin(4 * meanLongitude) / 2)
            - (1.25 * eccentricity * eccentricity * Math.Sin(2 * anomaly));
        return (declination, equation / double.Tau);
    }
}
