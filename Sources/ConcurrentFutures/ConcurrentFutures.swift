@_exported public import PoolObservation
