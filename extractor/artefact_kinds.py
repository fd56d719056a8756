"""Which types each kind of model file may hold: a pinned list, nothing else is ever built.

A kind that needs a further estimator gets it here, in review, and nowhere else.
"""

PLAIN_TYPES = frozenset(
    {
        "builtins.NoneType",
        "builtins.bool",
        "builtins.bytes",
        "builtins.complex",
        "builtins.dict",
        "builtins.float",
        "builtins.int",
        "builtins.list",
        "builtins.set",
        "builtins.frozenset",
        "builtins.str",
        "builtins.tuple",
        "builtins.slice",
        "builtins.type",
        "collections.OrderedDict",
        "collections.defaultdict",
        "numpy.ndarray",
        "numpy.dtype",
        "numpy.float64",
        "numpy.float32",
        "numpy.int64",
        "numpy.int32",
        "numpy.uint64",
        "numpy.bool",
        "numpy.bool_",
        "numpy.uint8",
        "numpy.str_",
        "numpy.random.mtrand.RandomState",
        "scipy.sparse._csr.csr_matrix",
        "scipy.sparse._dia.dia_matrix",
        "scipy.sparse._csr.csr_array",
        "scipy.sparse._dia.dia_array",
    }
)

_CALIBRATION = frozenset(
    {
        "sklearn.calibration.CalibratedClassifierCV",
        "sklearn.calibration._CalibratedClassifier",
        "sklearn.calibration._SigmoidCalibration",
        "sklearn.calibration._TemperatureScaling",
        "sklearn.isotonic.IsotonicRegression",
        "sklearn.frozen._frozen.FrozenEstimator",
        "scipy.interpolate._interpolate.interp1d",
    }
)

_LINEAR = frozenset(
    {
        "sklearn.linear_model._logistic.LogisticRegression",
        "sklearn.linear_model._stochastic_gradient.SGDClassifier",
        "sklearn.linear_model._sgd_fast.Hinge",
        "sklearn._loss._loss.CyHalfBinomialLoss",
        "sklearn.svm._classes.LinearSVC",
        "sklearn.preprocessing._data.StandardScaler",
        "sklearn.preprocessing._data.MaxAbsScaler",
        "sklearn.preprocessing._data.MinMaxScaler",
        "sklearn.preprocessing._label.LabelEncoder",
        "sklearn.preprocessing._encoders.OneHotEncoder",
        "sklearn.preprocessing._function_transformer.FunctionTransformer",
        "sklearn.pipeline.Pipeline",
        "sklearn.pipeline.FeatureUnion",
        "sklearn.compose._column_transformer.ColumnTransformer",
        "sklearn.feature_extraction.text.CountVectorizer",
        "sklearn.feature_extraction.text.TfidfVectorizer",
        "sklearn.feature_extraction.text.TfidfTransformer",
        "sklearn.feature_extraction.text.HashingVectorizer",
        "sklearn.feature_extraction._dict_vectorizer.DictVectorizer",
    }
)

_TREES = frozenset(
    {
        "sklearn.ensemble._hist_gradient_boosting.gradient_boosting.HistGradientBoostingClassifier",
        "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn._loss.loss.HalfBinomialLoss",
        "sklearn._loss.link.LogitLink",
        "sklearn._loss.link.Interval",
        "numpy.random._generator.Generator",
    }
)

_TEXT = _LINEAR | _CALIBRATION

# kind of model -> the types its file may hold besides plain values
KINDS: dict[str, frozenset[str]] = {
    "headings": _TEXT,  # line -> section key
    "stretches": _TEXT,  # stretch -> report or reason of rejection
    "form": _TEXT,  # stretch -> statutory form
    "labels": _TEXT,  # row and column labels -> indicator
    "facts": _TEXT,  # prose mentions
    "prose": _TEXT,
    "spacy": frozenset(),  # bytes that spaCy reads itself
    "confidence": _LINEAR | _CALIBRATION | _TREES,
    "settling": frozenset(),  # what people's answers say of fields that wait
    "novelty": _TEXT,  # how unlike the training data a document is
    "values": frozenset(),  # plain values only: thresholds, counts
}
