/// One figure about a mixture, before anything decides what draws it.
public enum MixtureFigure: Sendable {
  /// The points, coloured by component.
  case scatter(ScatterFigure)
  /// The log-likelihood and the changes from one iteration to the next.
  case learningCurves(LearningCurvesFigure)
  /// Every pair of columns.
  case pairs(PairsFigure)
  /// Why a model was chosen among others.
  case criterion(CriterionFigure)

  /// The same figure with a further line of text under it.
  func adding(_ note: String) -> MixtureFigure {
    switch self {
    case .scatter(var figure):
      figure.notes.append(note)
      return .scatter(figure)
    case .learningCurves(var figure):
      figure.notes.append(note)
      return .learningCurves(figure)
    case .pairs(var figure):
      figure.notes.append(note)
      return .pairs(figure)
    case .criterion(var figure):
      figure.notes.append(note)
      return .criterion(figure)
    }
  }

  /// The title of the figure.
  public var title: String {
    switch self {
    case .scatter(let figure): figure.title
    case .learningCurves(let figure): figure.title
    case .pairs(let figure): figure.title
    case .criterion(let figure): figure.title
    }
  }
}
