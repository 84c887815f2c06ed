/// One figure about a mixture, before anything decides what draws it.
///
/// ```swift
/// let scatter = try ScatterFigure(title: "Stars", points: points, labels: model.labels(of: points), mixture: model)
/// let figures: [MixtureFigure] = [
///   .scatter(scatter), .learningCurves(LearningCurvesFigure(title: "Convergence", history: result.history)),
/// ]
/// for figure in figures { try await Gnuplot().write(figure, to: "\(figure.title).pdf") }
/// ```
public enum MixtureFigure: Sendable {
  /// The points, coloured by component.
  case scatter(ScatterFigure)
  /// The log-likelihood and the changes from one iteration to the next.
  case learningCurves(LearningCurvesFigure)
  /// Every pair of columns.
  case pairs(PairsFigure)
  /// Why a model was chosen among others.
  case criterion(CriterionFigure)
  /// How sure estimates are.
  case intervals(IntervalsFigure)
  /// Tests of the number of components.
  case tests(TestsFigure)
  /// How often classes of a predicted probability are the true ones.
  case calibration(CalibrationFigure)
  /// How many clusters components are combined into.
  case entropy(EntropyFigure)

  /// The same figure with a further line of text under it.
  func adding(_ note: String) -> MixtureFigure {
    switch self {
    case .scatter(let figure): .scatter(figure.adding(note))
    case .learningCurves(let figure): .learningCurves(figure.adding(note))
    case .pairs(let figure): .pairs(figure.adding(note))
    case .criterion(let figure): .criterion(figure.adding(note))
    case .intervals(let figure): .intervals(figure.adding(note))
    case .tests(let figure): .tests(figure.adding(note))
    case .calibration(let figure): .calibration(figure.adding(note))
    case .entropy(let figure): .entropy(figure.adding(note))
    }
  }

  /// The title of the figure.
  public var title: String {
    switch self {
    case .scatter(let figure): figure.title
    case .learningCurves(let figure): figure.title
    case .pairs(let figure): figure.title
    case .criterion(let figure): figure.title
    case .intervals(let figure): figure.title
    case .tests(let figure): figure.title
    case .calibration(let figure): figure.title
    case .entropy(let figure): figure.title
    }
  }
}

/// A figure with lines of text under it.
protocol AnnotatedFigure {
  var notes: [String] { get set }
}

extension AnnotatedFigure {
  fileprivate func adding(_ note: String) -> Self {
    var figure = self
    figure.notes.append(note)
    return figure
  }
}

extension ScatterFigure: AnnotatedFigure {}
extension LearningCurvesFigure: AnnotatedFigure {}
extension PairsFigure: AnnotatedFigure {}
extension CriterionFigure: AnnotatedFigure {}
extension IntervalsFigure: AnnotatedFigure {}
extension TestsFigure: AnnotatedFigure {}
extension CalibrationFigure: AnnotatedFigure {}
extension EntropyFigure: AnnotatedFigure {}
