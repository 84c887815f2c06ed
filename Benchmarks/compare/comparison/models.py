"""What model documents hold."""


def covariance_rows(component: dict) -> list[list[float]]:
    """The rows of a component's covariance; documents hold one without correlations by its variances, or by one."""
    if "covariance" in component:
        return component["covariance"]
    dimension, variances = len(component["mean"]), component["variances"]
    if len(variances) == 1:
        variances = variances * dimension
    return [[variances[i] if i == j else 0.0 for j in range(dimension)] for i in range(dimension)]
