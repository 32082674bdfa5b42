using Messaging.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Messaging.Stores.EntityFrameworkCore;

/// <summary>How the table's columns become a <see cref="TaskRecord"/>.</summary>
internal static class TaskModel
{
    public static void Configure(EntityTypeBuilder<TaskRecord> task, string table)
    {
        task.ToTable(table, builder => builder.ExcludeFromMigrations());
        task.HasKey(row => row.Id);
        foreach (var property in task.Metadata.GetProperties())
            property.SetColumnName(ColumnName(property.Name));

        task.Property(row => row.State).HasConversion(
            state => state == TaskState.Unknown ? "Initial" : state.ToString(),
            text => text == "Initial" ? TaskState.Unknown : Enum.Parse<TaskState>(text));
        task.Property(row => row.RevokeMode).HasConversion<string>();
        task.Property(row => row.Waiters).HasColumnType("jsonb");
        task.OwnsOne(row => row.Error, error => Json(error, "error"));
        task.OwnsOne(row => row.Progress, progress => Json(progress, "progress"));
        task.OwnsMany(row => row.Attempts, attempt =>
        {
            Json(attempt, "attempts");
            attempt.Property(run => run.Outcome).HasConversion<string>();
            attempt.OwnsOne(run => run.Error, error => Json(error, "error"));
        });
    }

    private static void Json<TOwner, TOwned>(OwnedNavigationBuilder<TOwner, TOwned> owned, string name)
        where TOwner : class
        where TOwned : class
    {
        if (owned.OwnedEntityType.FindOwnership()!.PrincipalEntityType.IsOwned())
            owned.HasJsonPropertyName(name);
        else
            owned.ToJson(name);

        foreach (var property in typeof(TOwned).GetProperties())
        {
            if (owned.OwnedEntityType.FindProperty(property.Name) is { } mapped)
                mapped.SetJsonPropertyName(char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);
        }
    }

    /// <summary><c>SubmittedAt</c> is <c>submitted_at</c>.</summary>
    private static string ColumnName(string property) => string.Concat(property.Select((letter, index) =>
        index > 0 && char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
