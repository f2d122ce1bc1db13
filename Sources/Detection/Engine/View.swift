/// How a derived text came about, and the way back.
struct View {
  /// From offsets into the derived text to offsets into the text that its parent is part of.
  var map: SourceMap
  /// Index of the view that this one was derived from; nil if that is the text that the scan began with.
  var parent: Int?
  /// Where the parent began in the text that `map` leads to.
  var base: Int
  /// The layers that were taken off, outermost first.
  var layers: [ViewKind]
  /// The nodes whose strings were joined, each with its place in the text that the scan began with; nil
  /// where the text comes from one node.
  var pieces: [TextSegment]?
}
