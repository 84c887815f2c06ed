/// One figure about a mixture, before anything decides what draws it.
public enum MixtureFigure: Sendable {
  /// The points, coloured by component.
  case scatter(ScatterFigure)
  /// The changes from one iteration to the next.
  case learningCurves(LearningCurvesFigure)

  /// The title of the figure.
  public var title: String {
    switch self {
    case .scatter(let figure): figure.title
    case .learningCurves(let figure): figure.title
    }
  }
}
