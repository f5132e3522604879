using Microsoft.AspNetCore.Http;

namespace CallCenter.Hosting;

/// <summary>Answers to bad input: RFC 9457 problem documents that name the field and the rule.</summary>
public static class Problems
{
    /// <summary>400: a field of the request breaks a rule.</summary>
    public static IResult Invalid(string field, string rule) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [rule] });

    /// <summary>404: nothing has that id.</summary>
    public static IResult NotFound(string thing, Guid id) =>
        TypedResults.Problem($"There is no {thing} {id}.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>409: the present state forbids it.</summary>
    public static IResult Conflict(string rule) =>
        TypedResults.Problem(rule, statusCode: StatusCodes.Status409Conflict);

    /// <summary>403: the token may not do this.</summary>
    public static IResult Forbidden(string rule) =>
        TypedResults.Problem(rule, statusCode: StatusCodes.Status403Forbidden);
}
